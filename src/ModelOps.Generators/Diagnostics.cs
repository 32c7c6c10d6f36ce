using Microsoft.CodeAnalysis;

namespace ModelOps.Generators;

/// <summary>What the generator says about types it cannot map.</summary>
internal static class Diagnostics
{
    private const string Category = "ModelOps.Predictors";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "MODELOPS001", "Type is not partial", "'{0}' is not partial, so its tensors cannot be written; declare it 'partial {1}'");

    public static readonly DiagnosticDescriptor NestedInNotPartial = Error(
        "MODELOPS002", "Type is nested in one that is not partial", "'{0}' is nested in '{1}', which is not partial; declare '{1}' partial too, or move '{0}' out of it");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "MODELOPS003", "Type of property has no tensor", "'{0}' is of type '{1}', which {2}; use {3}, or leave the property out with [TensorIgnore]");

    public static readonly DiagnosticDescriptor DuplicateTensor = Error(
        "MODELOPS004", "Two properties have one tensor", "'{0}' has the tensor '{1}', as '{2}' has; give one of them another name with [Tensor(\"...\")]");

    public static readonly DiagnosticDescriptor NothingMapped = Error(
        "MODELOPS005", "Type has no properties to map", "'{0}' has no public property that is {1}; add one for each tensor of the model");

    public static readonly DiagnosticDescriptor CannotBeSet = Error(
        "MODELOPS006", "Output cannot be set", "'{0}' cannot be set from an answer; give {1}");

    public static readonly DiagnosticDescriptor WrongColumns = Error(
        "MODELOPS007", "Columns of features are wrong", "'{0}' {1}; number the features of a type 0, 1, 2... with [Feature], all of them or none");

    public static readonly DiagnosticDescriptor WrongAttribute = Error(
        "MODELOPS008", "Attribute does not belong here", "[{0}] on '{1}' {2}; {3}");

    public static readonly DiagnosticDescriptor WrongKind = Error(
        "MODELOPS009", "Kind of type cannot be mapped", "'{0}' is {1}; use a class, record or struct that is not");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
