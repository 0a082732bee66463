package main

type bench struct{}

func (bench) Run() error { return nil }
