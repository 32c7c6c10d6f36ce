namespace ModelOps.Registry;

/// <summary>A text is not a filter or an order that this search understands.</summary>
/// <param name="position">Character at which it goes wrong, from 0.</param>
/// <param name="what">What is there, what was expected, and what mends it.</param>
public sealed class FilterSyntaxException(int position, string what) : ModelOpsException(
    ModelOpsErrorKind.InvalidArgument, RegistryErrorCodes.FilterSyntax, $"Invalid filter at character {position + 1}: {what}")
{
    /// <summary>Character at which it goes wrong, from 0.</summary>
    public int Position { get; } = position;
}
