namespace ModelOps.Generators.Model;

/// <summary>All that the code of one type is written from. Compared by value: equal mappings are written once.</summary>
/// <param name="Direction">Which way.</param>
/// <param name="Namespace">Namespace; empty for the global one.</param>
/// <param name="Declarations">The type's declaration and those around it, the outermost first, e.g. <c>partial class Outer</c>.</param>
/// <param name="Name">Name for messages, e.g. <c>House</c>.</param>
/// <param name="FullName">Name in code, with global::.</param>
/// <param name="FileName">Name of the file that is written.</param>
/// <param name="Tensors">What is mapped.</param>
/// <param name="ConstructorProperties">Properties that the constructor takes, in its order; empty for none.</param>
/// <param name="Diagnostics">What is wrong; when there is any, nothing is written.</param>
internal sealed record TypeMapping(
    Direction Direction,
    string Namespace,
    EquatableList<string> Declarations,
    string Name,
    string FullName,
    string FileName,
    EquatableList<TensorMapping> Tensors,
    EquatableList<string> ConstructorProperties,
    EquatableList<DiagnosticInfo> Diagnostics);
