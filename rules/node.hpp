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

    static constexpr std::uint32_t none = UINT32_MAX;
    struct Record {
        NodeKind kind = NodeKind::scalar;
        bool plain = false;         // a scalar without quotes or block style
        std::uint32_t line = 0;     // from 1
        std::uint32_t column = 0;   // from 1, in code points
        std::uint32_t first = 0;    // scalar: offset into texts_; else the first child or `none`
        std::uint32_t count = 0;    // scalar: bytes; sequence: items; mapping: entries
        std::uint32_t next = none;  // the next child of the same parent (of a mapping: key, value, key …)
    };

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
    Node at(std::uint32_t index) const { return Node(document_, index); }

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
        explicit Iterator(Node parent, std::uint32_t index) : parent_(parent), index_(index) {}
        Node operator*() const { return parent_.at(index_); }
        Iterator& operator++() { return index_ = parent_.at(index_).record().next, *this; }
        bool operator==(const Iterator& other) const { return index_ == other.index_; }

      private:
        Node parent_;
        std::uint32_t index_;
    };
    explicit Items(Node parent) : parent_(parent) {}
    Iterator begin() const {
        return Iterator(parent_, parent_.is_sequence() ? parent_.record().first : Document::none);
    }
    Iterator end() const { return Iterator(parent_, Document::none); }

  private:
    Node parent_;
};

class Node::Entries {
  public:
    class Iterator {
      public:
        explicit Iterator(Node parent, std::uint32_t index) : parent_(parent), index_(index) {}
        Entry operator*() const { return {parent_.at(index_), parent_.at(parent_.at(index_).record().next)}; }
        Iterator& operator++() {
            index_ = parent_.at(parent_.at(index_).record().next).record().next;
            return *this;
        }
        bool operator==(const Iterator& other) const { return index_ == other.index_; }

      private:
        Node parent_;
        std::uint32_t index_;
    };
    explicit Entries(Node parent) : parent_(parent) {}
    Iterator begin() const {
        return Iterator(parent_, parent_.is_mapping() ? parent_.record().first : Document::none);
    }
    Iterator end() const { return Iterator(parent_, Document::none); }

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
