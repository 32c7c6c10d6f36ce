namespace ModelOps;

/// <summary>Marks a partial type whose public properties are a model's inputs: the source generator writes its <see cref="IModelInput{TSelf}"/>.</summary>
/// <remarks>Each property is one tensor of the property's name, unless <see cref="TensorAttribute"/> names another, <see cref="FeaturesAttribute"/> on the
/// type gathers the numbers into one, or <see cref="TensorIgnoreAttribute"/> leaves it out.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ModelInputAttribute : Attribute;
