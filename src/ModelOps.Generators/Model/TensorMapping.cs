namespace ModelOps.Generators.Model;

/// <summary>A tensor and the properties that it is made of.</summary>
/// <param name="Name">Name of the model's input or output.</param>
/// <param name="Element">Element of the tensor.</param>
/// <param name="RowShape">Dimensions of a row; empty for one value, -1 for a vector of any length.</param>
/// <param name="Properties">One property, or the columns in their order.</param>
/// <param name="IsFeatures">Whether properties are columns.</param>
internal sealed record TensorMapping(
    string Name, Element Element, EquatableList<int> RowShape, EquatableList<PropertyMapping> Properties, bool IsFeatures);
