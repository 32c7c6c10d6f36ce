namespace ModelOps.Generators.Parse;

/// <summary>Full names of the attributes.</summary>
internal static class AttributeNames
{
    public const string ModelInput = "ModelOps.ModelInputAttribute";
    public const string ModelOutput = "ModelOps.ModelOutputAttribute";
    public const string Features = "ModelOps.FeaturesAttribute";
    public const string Feature = "ModelOps.FeatureAttribute";
    public const string Tensor = "ModelOps.TensorAttribute";
    public const string Ignore = "ModelOps.TensorIgnoreAttribute";
}
