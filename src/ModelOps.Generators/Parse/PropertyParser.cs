using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelOps.Generators.Model;

namespace ModelOps.Generators.Parse;

/// <summary>Reads what a property holds.</summary>
internal static class PropertyParser
{
    private const string Supported = "a number, bool, string, an enumeration, or an array, Memory or ReadOnlyMemory of them";

    private static readonly SymbolDisplayFormat Code = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static bool IsNumber(ITypeSymbol type) => Unwrap(type, out _) is var value
        && (value.TypeKind == TypeKind.Enum || value.SpecialType == SpecialType.System_Decimal || Element.Of(value) is { IsText: false });

    /// <param name="property">The property.</param>
    /// <param name="features">Element of the tensor that it is a column of; null when it is a tensor itself.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="diagnostics">Receives what is wrong.</param>
    /// <returns>Null when something is wrong.</returns>
    public static PropertyMapping? Parse(FoundProperty property, Element? features, Direction direction, List<DiagnosticInfo> diagnostics)
    {
        ITypeSymbol type = property.Symbol.Type;
        ITypeSymbol item = ItemOf(type, out ValueShape shape);
        ITypeSymbol value = Unwrap(item, out bool isNullable);
        bool isEnum = value is INamedTypeSymbol { TypeKind: TypeKind.Enum };
        bool isDecimal = value.SpecialType == SpecialType.System_Decimal;
        Element? element = isDecimal ? new Element("double", "Float64") : Element.Of(isEnum ? ((INamedTypeSymbol)value).EnumUnderlyingType! : value);

        string? wrong = element is null ? "no tensor has elements of"
            : shape != ValueShape.Scalar && (isEnum || isDecimal || isNullable) ? "no tensor has elements of"
            : features is null ? WrongTensor(element, isNullable, isDecimal)
            : WrongFeature(element, features, isNullable, isDecimal, direction);
        if (wrong is not null)
        {
            diagnostics.Add(DiagnosticInfo.At(property.Location, Diagnostics.UnsupportedType, property.Member, type.ToDisplayString(), wrong, Mend(wrong)));
            return null;
        }

        string name = SyntaxFacts.GetKeywordKind(property.Symbol.Name) == SyntaxKind.None ? property.Symbol.Name : "@" + property.Symbol.Name;
        return new PropertyMapping(
            name, type.ToDisplayString(Code), value.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), element!, shape, isNullable, isEnum, isDecimal);
    }

    private static string? WrongTensor(Element element, bool isNullable, bool isDecimal) =>
        isDecimal ? "has no tensor of its own"
        : isNullable && !element.IsFloating ? "has no NaN that could stand for a missing value"
        : null;

    private static string? WrongFeature(Element element, Element features, bool isNullable, bool isDecimal, Direction direction) =>
        direction == Direction.Output ? (isDecimal ? "cannot hold every answer" : null)
        : features.IsFloating ? null
        : isNullable ? "has no NaN that could stand for a missing value in integer features"
        : element.IsFloating || isDecimal ? "loses its fraction in integer features"
        : null;

    private static string Mend(string wrong) => wrong switch
    {
        "has no tensor of its own" => "double or float",
        "has no NaN that could stand for a missing value" => "float? or double?",
        "cannot hold every answer" => "double or float",
        _ when wrong.EndsWith("integer features", StringComparison.Ordinal) => "another type, or features of another DataType",
        _ => Supported,
    };

    private static ITypeSymbol ItemOf(ITypeSymbol type, out ValueShape shape)
    {
        shape = ValueShape.Scalar;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            shape = ValueShape.Array;
            return array.ElementType;
        }

        if (type is not INamedTypeSymbol { Arity: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } named) { return type; }
        shape = named.Name switch
        {
            "ReadOnlyMemory" => ValueShape.ReadOnlyMemory,
            "Memory" => ValueShape.Memory,
            _ => ValueShape.Scalar,
        };
        return shape == ValueShape.Scalar ? type : named.TypeArguments[0];
    }

    private static ITypeSymbol Unwrap(ITypeSymbol type, out bool isNullable)
    {
        isNullable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        return isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
    }
}
