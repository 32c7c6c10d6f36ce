using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ModelOps.Generators.Model;

/// <summary>A diagnostic that holds no part of a compilation.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, string Path, TextSpan Span, LinePositionSpan Lines, EquatableList<string> Arguments)
{
    public static DiagnosticInfo At(Location? location, DiagnosticDescriptor descriptor, params string[] arguments) => new(
        descriptor,
        location?.SourceTree?.FilePath ?? string.Empty,
        location?.SourceSpan ?? default,
        location?.GetLineSpan().Span ?? default,
        new EquatableList<string>(arguments));

    public Diagnostic Create() => Diagnostic.Create(
        Descriptor, Path.Length == 0 && Span.IsEmpty ? Location.None : Location.Create(Path, Span, Lines), [.. Arguments]);
}
