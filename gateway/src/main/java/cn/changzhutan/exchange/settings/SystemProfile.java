package cn.changzhutan.exchange.settings;

import cn.changzhutan.exchange.City;
import cn.changzhutan.exchange.SystemName;

/** A back-office system as config/cities names it; its address and folders are the machine's matter ({@link RuntimeSettings}). */
public record SystemProfile(
        SystemName name, City city, String titleEn, String titleZh, Intake intake, DeliveryMode delivery) {}
