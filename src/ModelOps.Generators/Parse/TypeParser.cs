using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelOps.Generators.Model;

namespace ModelOps.Generators.Parse;

/// <summary>Reads a marked type.</summary>
internal static class TypeParser
{
    public static TypeMapping Parse(GeneratorAttributeSyntaxContext context, Direction direction, CancellationToken cancellationToken)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        TypeDeclarationSyntax syntax = (TypeDeclarationSyntax)context.TargetNode;
        List<DiagnosticInfo> diagnostics = [];
        EquatableList<string> declarations = DeclarationParser.Parse(type, syntax, diagnostics);
        cancellationToken.ThrowIfCancellationRequested();

        TensorsParser tensors = new(type, direction, diagnostics);
        EquatableList<TensorMapping> mapped = tensors.Parse();
        string fullName = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return new TypeMapping(
            direction,
            type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(),
            declarations,
            type.Name,
            fullName,
            $"{fullName.Replace("global::", string.Empty).Replace('@', '_')}.{direction}.g.cs",
            mapped,
            new EquatableList<string>(tensors.ConstructorProperties),
            new EquatableList<DiagnosticInfo>(diagnostics));
    }

    public static EquatableList<DiagnosticInfo> FindStrayFeatures(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool isMarked = context.TargetSymbol.GetAttributes()
            .Any(static a => a.AttributeClass?.ToDisplayString() is AttributeNames.ModelInput or AttributeNames.ModelOutput);
        return new EquatableList<DiagnosticInfo>(isMarked ? [] :
        [
            DiagnosticInfo.At(
                context.TargetSymbol.Locations.FirstOrDefault(),
                Diagnostics.WrongAttribute,
                "Features",
                context.TargetSymbol.Name,
                "has no effect, as the type is not a model's input or output",
                "add [ModelInput] or [ModelOutput]"),
        ]);
    }
}
