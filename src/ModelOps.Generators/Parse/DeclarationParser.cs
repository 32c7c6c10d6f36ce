using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelOps.Generators.Model;

namespace ModelOps.Generators.Parse;

/// <summary>Finds how a type is declared again, and whether it may be.</summary>
internal static class DeclarationParser
{
    public static EquatableList<string> Parse(INamedTypeSymbol type, TypeDeclarationSyntax syntax, List<DiagnosticInfo> diagnostics)
    {
        Location location = syntax.Identifier.GetLocation();
        if (!IsPartial(syntax)) { diagnostics.Add(DiagnosticInfo.At(location, Diagnostics.NotPartial, type.Name, Keyword(syntax))); }
        if (WrongKind(type) is { } wrong) { diagnostics.Add(DiagnosticInfo.At(location, Diagnostics.WrongKind, type.Name, wrong)); }
        List<string> declarations = [Declare(syntax)];
        foreach (TypeDeclarationSyntax outer in syntax.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            declarations.Insert(0, Declare(outer));
            if (!IsPartial(outer))
            {
                diagnostics.Add(DiagnosticInfo.At(location, Diagnostics.NestedInNotPartial, type.Name, outer.Identifier.ValueText));
            }
        }

        return new EquatableList<string>(declarations);
    }

    private static string? WrongKind(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            if (t.IsGenericType) { return "generic, or nested in a generic type"; }
        }

        return type.IsStatic ? "static" : type.IsAbstract ? "abstract" : type.IsRefLikeType ? "a ref struct" : null;
    }

    private static bool IsPartial(TypeDeclarationSyntax syntax) => syntax.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string Declare(TypeDeclarationSyntax syntax) => $"partial {Keyword(syntax)} {syntax.Identifier.Text}";

    private static string Keyword(TypeDeclarationSyntax syntax) =>
        syntax is RecordDeclarationSyntax record ? $"record {record.ClassOrStructKeyword.ValueText}".TrimEnd() : syntax.Keyword.ValueText;
}
