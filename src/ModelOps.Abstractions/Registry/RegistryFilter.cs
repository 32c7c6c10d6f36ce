namespace ModelOps;

/// <summary>One condition of a <see cref="RegistryQuery"/>.</summary>
/// <param name="Field">Field, one of <see cref="RegistryFields"/>.</param>
/// <param name="Operator">Comparison.</param>
/// <param name="Values">One value, or at least one for <see cref="RegistryOperator.In"/> and <see cref="RegistryOperator.NotIn"/>.
/// Numbers are written in digits, times in ISO 8601.</param>
/// <remarks>What lacks a field or tag is found by <see cref="RegistryOperator.NotEqual"/> and <see cref="RegistryOperator.NotIn"/>
/// and by nothing else.</remarks>
public sealed record RegistryFilter(string Field, RegistryOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>A condition with one value.</summary>
    /// <param name="field">Field, one of <see cref="RegistryFields"/>.</param>
    /// <param name="operator">Comparison.</param>
    /// <param name="value">Value.</param>
    public RegistryFilter(string field, RegistryOperator @operator, string value)
        : this(field, @operator, [value])
    {
    }
}
