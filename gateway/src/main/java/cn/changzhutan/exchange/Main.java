package cn.changzhutan.exchange;

public final class Main {
    public static void main(String[] args) {}
}
