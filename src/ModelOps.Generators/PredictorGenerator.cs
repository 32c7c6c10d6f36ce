using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelOps.Generators.Emit;
using ModelOps.Generators.Model;
using ModelOps.Generators.Parse;

namespace ModelOps.Generators;

/// <summary>Implements IModelInput for [ModelInput] types and IModelOutput for [ModelOutput] types.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PredictorGenerator : IIncrementalGenerator
{
    /// <summary>Name of the step whose results tell whether code is written anew.</summary>
    public const string MappingsStep = "Mappings";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Register(context, AttributeNames.ModelInput, Direction.Input);
        Register(context, AttributeNames.ModelOutput, Direction.Output);
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(AttributeNames.Features, static (node, _) => node is TypeDeclarationSyntax, TypeParser.FindStrayFeatures),
            static (output, stray) => Report(output, stray));
    }

    private static void Register(IncrementalGeneratorInitializationContext context, string attribute, Direction direction)
    {
        IncrementalValuesProvider<TypeMapping> mappings = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                (found, cancellationToken) => TypeParser.Parse(found, direction, cancellationToken))
            .WithTrackingName(MappingsStep);
        context.RegisterSourceOutput(mappings, static (output, mapping) =>
        {
            Report(output, mapping.Diagnostics);
            if (mapping.Diagnostics.Count == 0) { output.AddSource(mapping.FileName, MappingWriter.Write(mapping)); }
        });
    }

    private static void Report(SourceProductionContext output, EquatableList<DiagnosticInfo> diagnostics)
    {
        foreach (DiagnosticInfo diagnostic in diagnostics) { output.ReportDiagnostic(diagnostic.Create()); }
    }
}
