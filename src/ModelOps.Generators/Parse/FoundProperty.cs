using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelOps.Generators.Parse;

/// <summary>A public property and the attributes on it, or on the parameter of a record that it comes from.</summary>
internal sealed class FoundProperty(IPropertySymbol symbol, ImmutableArray<AttributeData> attributes)
{
    public IPropertySymbol Symbol { get; } = symbol;

    public string Member { get; } = $"{symbol.ContainingType.Name}.{symbol.Name}";

    public Location? Location { get; } = symbol.Locations.FirstOrDefault();

    public AttributeData? Tensor { get; } = Find(attributes, AttributeNames.Tensor);

    public AttributeData? Feature { get; } = Find(attributes, AttributeNames.Feature);

    public bool IsIgnored { get; } = Find(attributes, AttributeNames.Ignore) is not null;

    /// <summary>Name that <c>[Tensor]</c> gives it, else its own.</summary>
    public string TensorName => Tensor?.ConstructorArguments.FirstOrDefault().Value as string ?? Symbol.Name;

    /// <summary>Dimensions of a row that <c>[Tensor]</c> gives it.</summary>
    public int[] RowShape => Tensor is { ConstructorArguments.Length: 2 } tensor && tensor.ConstructorArguments[1].Kind == TypedConstantKind.Array
        ? [.. tensor.ConstructorArguments[1].Values.Select(static value => value.Value as int? ?? 0)]
        : [];

    public int Column => Feature?.ConstructorArguments.FirstOrDefault().Value as int? ?? -1;

    /// <summary>The public properties of a type, those of its bases first.</summary>
    public static IReadOnlyList<FoundProperty> In(INamedTypeSymbol type)
    {
        List<INamedTypeSymbol> types = [];
        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType) { types.Insert(0, t); }
        List<FoundProperty> found = [];
        foreach (IPropertySymbol property in types.SelectMany(static t => t.GetMembers().OfType<IPropertySymbol>()))
        {
            if (property is not { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false }) { continue; }
            found.RemoveAll(other => other.Symbol.Name == property.Name); // overridden or hidden
            ImmutableArray<AttributeData> attributes = property.GetAttributes();
            if (property.ContainingType.IsRecord && ParameterOf(property) is { } parameter) { attributes = attributes.AddRange(parameter.GetAttributes()); }
            found.Add(new FoundProperty(property, attributes));
        }

        return found;
    }

    private static IParameterSymbol? ParameterOf(IPropertySymbol property) => property.ContainingType.InstanceConstructors
        .SelectMany(static constructor => constructor.Parameters)
        .FirstOrDefault(parameter => parameter.Name == property.Name && parameter.DeclaringSyntaxReferences.Any(
            syntax => property.DeclaringSyntaxReferences.Any(own => own.SyntaxTree == syntax.SyntaxTree && own.Span == syntax.Span)));

    private static AttributeData? Find(ImmutableArray<AttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == name);
}
