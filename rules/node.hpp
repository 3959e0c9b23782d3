// A YAML document as a bounded tree in flat arrays: the language's only view of YAML.
//
// Every node knows its line and column; scalars are texts, never guesses. Built by yaml_reader, the only
// file that knows the YAML library. A Document is immutable once built; a Node is a view of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::rules {

enum class NodeKind : std::uint8_t { scalar, sequence, mapping };

class Node;

class Document {
  public:
    bool empty() const { return records_.empty(); }  // an empty file
    Node root() const;                               // only of a document that is not empty

  private:
    friend class Node;
    friend class DocumentBuilder;

    // Sixteen bytes, for a set has a million of them. The nodes within a collection follow it in the order of
    // the text, so a child's end is where the next one begins.
    struct Record {
        NodeKind kind : 2;
        bool plain : 1;            // a scalar without quotes or block style
        std::uint32_t count : 29;  // scalar: bytes; sequence: items; mapping: entries
        std::uint32_t line = 0;    // from 1
        std::uint32_t column = 0;  // from 1, in code points
        std::uint32_t first = 0;   // scalar: offset into texts_; else one past the last node within

        Record() : kind(NodeKind::scalar), plain(false), count(0) {}
        // None comes near 2^29: a scalar has 8 KiB at most, a file 64 MiB.
        void set_count(std::uint32_t number) { count = number & ((1u << 29) - 1); }
    };
    static_assert(sizeof(Record) == 16);
    std::uint32_t end_of(std::uint32_t index) const {
        return records_[index].kind == NodeKind::scalar ? index + 1 : records_[index].first;
    }

    std::vector<Record> records_;
    std::string texts_;
};

class Node {
  public:
    NodeKind kind() const { return record().kind; }
    bool is_scalar() const { return kind() == NodeKind::scalar; }
    bool is_sequence() const { return kind() == NodeKind::sequence; }
    bool is_mapping() const { return kind() == NodeKind::mapping; }

    std::string_view text() const {  // only of a scalar
        return std::string_view(document_->texts_).substr(record().first, record().count);
    }
    bool plain() const { return record().plain; }
    std::size_t size() const { return record().count; }  // items or entries
    std::uint32_t line() const { return record().line; }
    std::uint32_t column() const { return record().column; }

    // for (Node item : node.items()) — of a sequence; nothing for other kinds.
    class Items;
    Items items() const;
    // for (auto [key, value] : node.entries()) — of a mapping, keys are scalars; nothing for other kinds.
    struct Entry;
    class Entries;
    Entries entries() const;

  private:
    friend class Document;
    friend class DocumentBuilder;
    Node(const Document* document, std::uint32_t index) : document_(document), index_(index) {}
    const Document::Record& record() const { return document_->records_[index_]; }
    Node first_within() const { return Node(document_, index_ + 1); }
    Node after() const { return Node(document_, document_->end_of(index_)); }  // past this one and its own

    const Document* document_;
    std::uint32_t index_;
};

struct Node::Entry {
    Node key;
    Node value;
};

class Node::Items {
  public:
    class Iterator {
      public:
        explicit Iterator(Node at) : at_(at) {}
        Node operator*() const { return at_; }
        Iterator& operator++() { return at_ = at_.after(), *this; }
        bool operator==(const Iterator& other) const { return at_.index_ == other.at_.index_; }

      private:
        Node at_;
    };
    explicit Items(Node parent) : parent_(parent) {}
    Iterator begin() const { return parent_.is_sequence() ? Iterator(parent_.first_within()) : end(); }
    Iterator end() const { return Iterator(parent_.after()); }

  private:
    Node parent_;
};

class Node::Entries {
  public:
    class Iterator {
      public:
        explicit Iterator(Node key) : key_(key) {}
        Entry operator*() const { return {key_, key_.after()}; }
        Iterator& operator++() { return key_ = key_.after().after(), *this; }
        bool operator==(const Iterator& other) const { return key_.index_ == other.key_.index_; }

      private:
        Node key_;
    };
    explicit Entries(Node parent) : parent_(parent) {}
    Iterator begin() const { return parent_.is_mapping() ? Iterator(parent_.first_within()) : end(); }
    Iterator end() const { return Iterator(parent_.after()); }

  private:
    Node parent_;
};

inline Node Document::root() const {
    return Node(this, 0);
}
inline Node::Items Node::items() const {
    return Items(*this);
}
inline Node::Entries Node::entries() const {
    return Entries(*this);
}

}  // namespace passerby::rules
