using Microsoft.CodeAnalysis;

namespace ModelOps.Generators.Parse;

/// <summary>Chooses how a value of an output type is made.</summary>
internal static class ConstructorChoice
{
    /// <summary>Properties that the constructor takes, in its order: the shortest constructor with which all mapped properties can be set.</summary>
    /// <returns>Null when there is none.</returns>
    public static IReadOnlyList<FoundProperty>? Of(INamedTypeSymbol type, IReadOnlyList<FoundProperty> mapped)
    {
        foreach (IMethodSymbol constructor in type.InstanceConstructors.OrderBy(static c => c.Parameters.Length))
        {
            FoundProperty?[] taken = [.. constructor.Parameters.Select(parameter => mapped.FirstOrDefault(p => Takes(parameter, p.Symbol)))];
            if (taken.All(static p => p is not null) && mapped.All(p => taken.Contains(p) || p.Symbol.SetMethod is not null)) { return taken!; }
        }

        return null;
    }

    private static bool Takes(IParameterSymbol parameter, IPropertySymbol property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
        && parameter.RefKind == RefKind.None
        && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type);
}
