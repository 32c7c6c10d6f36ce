namespace ModelOps;

/// <summary>Says which column of the <see cref="FeaturesAttribute"/> tensor a property is.</summary>
/// <param name="index">Column, from 0; the columns of a type have no gaps.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class FeatureAttribute(int index) : Attribute
{
    /// <summary>Column, from 0.</summary>
    public int Index { get; } = index;
}
