"""The outcome: feiten and a regelversie give an oordeel with its reasons; onbekend goes to a person."""
