namespace ModelOps;

/// <summary>Gathers a type's numbers into one tensor of shape <c>[rows, properties]</c>: every property that is a number, a truth value or an enumeration
/// and has no <see cref="TensorAttribute"/> is a column.</summary>
/// <remarks>Columns follow the order of declaration, or <see cref="FeatureAttribute"/> on every one of them. Values are converted to <see cref="DataType"/>;
/// a nullable one without value is NaN, which tree models read as missing.</remarks>
/// <param name="name">Name of the model's input or output.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class FeaturesAttribute(string name) : Attribute
{
    /// <summary>Name of the model's input or output.</summary>
    public string Name { get; } = name;

    /// <summary>Element type: <c>Float32</c> (the default), <c>Float64</c>, <c>Float16</c>, <c>Int32</c> or <c>Int64</c>.</summary>
    public TensorDataType DataType { get; set; } = TensorDataType.Float32;
}
