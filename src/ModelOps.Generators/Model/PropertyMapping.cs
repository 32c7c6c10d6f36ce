namespace ModelOps.Generators.Model;

/// <summary>A property that is written to or read from a tensor.</summary>
/// <param name="Name">Name, escaped where it is a keyword.</param>
/// <param name="Type">Its type in code.</param>
/// <param name="ValueType">Its type without nullability.</param>
/// <param name="Element">Element that its memory is; decimal has the one of double.</param>
/// <param name="Shape">One value or a vector.</param>
/// <param name="IsNullable">Whether it may have no value, which NaN stands for.</param>
/// <param name="IsEnum">Whether it is an enumeration.</param>
/// <param name="IsDecimal">Whether it is a decimal.</param>
internal sealed record PropertyMapping(
    string Name, string Type, string ValueType, Element Element, ValueShape Shape, bool IsNullable, bool IsEnum, bool IsDecimal);
