"""Feiten and a regelversie give an oordeel with its redenen; what stays onbekend waits for a person."""
