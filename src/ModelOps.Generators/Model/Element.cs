using Microsoft.CodeAnalysis;

namespace ModelOps.Generators.Model;

/// <summary>A type of which tensors have elements.</summary>
/// <param name="Type">Its name in code.</param>
/// <param name="DataType">Member of TensorDataType.</param>
internal sealed record Element(string Type, string DataType)
{
    public static Element Text { get; } = new("string", "Bytes");

    public bool IsText => DataType == "Bytes";

    public bool IsBool => DataType == "Bool";

    public bool IsFloating => DataType is "Float16" or "Float32" or "Float64";

    /// <summary>The element whose memory a type has; null when it has none.</summary>
    public static Element? Of(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Boolean } => new("bool", "Bool"),
        { SpecialType: SpecialType.System_SByte } => new("sbyte", "Int8"),
        { SpecialType: SpecialType.System_Byte } => new("byte", "UInt8"),
        { SpecialType: SpecialType.System_Int16 } => new("short", "Int16"),
        { SpecialType: SpecialType.System_UInt16 } => new("ushort", "UInt16"),
        { SpecialType: SpecialType.System_Int32 } => new("int", "Int32"),
        { SpecialType: SpecialType.System_UInt32 } => new("uint", "UInt32"),
        { SpecialType: SpecialType.System_Int64 } => new("long", "Int64"),
        { SpecialType: SpecialType.System_UInt64 } => new("ulong", "UInt64"),
        { SpecialType: SpecialType.System_Single } => new("float", "Float32"),
        { SpecialType: SpecialType.System_Double } => new("double", "Float64"),
        { SpecialType: SpecialType.System_String } => Text,
        { Name: "Half", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => new("global::System.Half", "Float16"),
        _ => null,
    };

    /// <summary>The element of a features tensor; null when features cannot be of that type.</summary>
    /// <param name="dataType">Value of a TensorDataType, in the order of its members.</param>
    public static Element? OfFeatures(int dataType) => dataType switch
    {
        7 => new("int", "Int32"),
        8 => new("long", "Int64"),
        9 => new("global::System.Half", "Float16"),
        11 => new("float", "Float32"),
        12 => new("double", "Float64"),
        _ => null,
    };
}
