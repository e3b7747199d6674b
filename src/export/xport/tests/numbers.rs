use super::super::ibm::bytes;
use super::reader::number;
use crate::domain::base::ratio::Exact;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn hex(number: Exact) -> String {
    bytes(number).map(|byte| format!("{byte:02X}")).concat()
}

#[test]
fn numbers_are_the_ones_that_are_known() {
    for (number, known) in [
        ("0", "0000000000000000"),
        ("1", "4110000000000000"),
        ("-1", "C110000000000000"),
        ("15", "41F0000000000000"),
        ("16", "4210000000000000"),
        ("0.5", "4080000000000000"),
        ("0.0625", "4010000000000000"),
        ("0.03125", "3F80000000000000"),
        ("0.1", "401999999999999A"),
        ("0.2", "4033333333333334"),
        ("100.5", "4264800000000000"),
        ("118.625", "4276A00000000000"),
        ("-118.625", "C276A00000000000"),
        ("65535", "44FFFF0000000000"),
        // The nearest of 56 bits ends in 66; the last 3 bits are left for readers that cut them off.
        ("0.9", "40E6666666666668"),
        ("0.7", "40B3333333333330"),
        ("9007199254740992", "4E20000000000000"),
        ("79228162514264337593543950335", "5910000000000000"),
        ("-79228162514264337593543950335", "D910000000000000"),
        // 10^-28 is 0.7EC3DAF9418065... times 16^-23.
        ("0.0000000000000000000000000001", "297EC3DAF9418064"),
    ] {
        assert_eq!(hex(Exact::parse(number).unwrap()), known, "{number}");
    }
    for (numerator, denominator, known) in [
        (1, 3, "4055555555555554"),
        (2, 3, "40AAAAAAAAAAAAA8"),
        (i128::MAX, 1, "6080000000000000"),
        (i128::MIN, 1, "E080000000000000"),
        (1, i128::MAX, "2120000000000000"),
        (i128::MAX, i128::MAX - 1, "4110000000000000"),
        (i128::MAX - 1, i128::MAX, "4110000000000000"),
    ] {
        let number = Exact::fraction(numerator, denominator).unwrap();
        assert_eq!(hex(number), known, "{number:?}");
    }
}

#[test]
fn of_two_numbers_that_are_as_near_the_even_one_is_taken() {
    let even = 1_i128 << 53;
    let over =
        |numerator: i128, denominator| bytes(Exact::fraction(numerator, denominator).unwrap());
    for by in [1, 2, 4, 8, 1 << 20] {
        for (times, under) in [(by, 1), (1, by)] {
            let near = |off| over((even + off) * times, under);
            assert_eq!(near(1), near(0));
            assert_eq!(near(3), near(4));
            assert_eq!(near(5), near(4));
            assert_ne!(near(0), near(2));
        }
    }
    // A trace above or below the half decides.
    let million = 1_000_000;
    assert_eq!(over((even + 1) * million - 1, million), over(even, 1));
    assert_eq!(over((even + 1) * million + 1, million), over(even + 2, 1));
}

proptest! {
    #[test]
    fn readers_get_the_double_that_is_nearest_to_a_decimal(
        mantissa in prop_oneof![-(1_i128 << 95)..1 << 95, -100_000_i128..100_000, -(1_i128 << 60)..1 << 60],
        scale in 0..=28_u32,
    ) {
        let decimal = Decimal::from_i128_with_scale(mantissa, scale);
        let exact = bytes(Exact::from_decimal(decimal));
        let nearest: f64 = decimal.to_string().parse().unwrap();
        prop_assert_eq!(number(exact), nearest, "{}", decimal);
    }

    #[test]
    fn a_fraction_is_off_by_half_a_unit_of_the_last_of_53_places_at_most(
        numerator in 1..1_u64 << 35,
        denominator in 1..1_u64 << 35,
    ) {
        let exact = Exact::fraction(numerator.into(), denominator.into()).unwrap();
        let word = u64::from_be_bytes(bytes(exact));
        let fraction = u128::from(word & ((1 << 56) - 1));
        prop_assert!(fraction >> 52 > 0, "its first digit is 0");
        let shift = fraction.ilog2() - 52;
        let digits = fraction >> shift;
        prop_assert_eq!(digits << shift, fraction, "more than 53 places");
        // The value is `digits` over this power of 2.
        let places = 56 - i64::from(shift) - 4 * (i64::try_from(word >> 56).unwrap() - 64);
        let places = u32::try_from(places).unwrap();
        let (numerator, denominator) = (u128::from(numerator), u128::from(denominator));
        let off = (numerator << places).abs_diff(digits * denominator);
        prop_assert!(2 * off <= denominator);
    }

    #[test]
    fn a_number_has_the_bytes_of_its_opposite_with_another_sign(mantissa in 1_i64.., scale in 0..=28_u32) {
        let number = Exact::from_decimal(Decimal::from_i128_with_scale(mantissa.into(), scale));
        let (mut bytes_of_it, opposite) = (bytes(number), bytes(number.negated()));
        bytes_of_it[0] |= 0x80;
        prop_assert_eq!(bytes_of_it, opposite);
    }

    #[test]
    fn no_number_looks_like_blanks_or_a_missing_one(numerator in 1_i128.., denominator in 1_i128..) {
        let number = bytes(Exact::fraction(numerator, denominator).unwrap());
        prop_assert!((0x21..=0x60).contains(&number[0]));
        prop_assert!(number[1] >= 0x10);
    }
}
