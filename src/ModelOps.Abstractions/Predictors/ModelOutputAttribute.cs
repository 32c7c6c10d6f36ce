namespace ModelOps;

/// <summary>Marks a partial type whose public properties are read from a model's outputs: the source generator writes its <see cref="IModelOutput{TSelf}"/>.</summary>
/// <remarks>Properties map as with <see cref="ModelInputAttribute"/>; those that can only be read are left out. A struct costs no allocation for each answer.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ModelOutputAttribute : Attribute;
