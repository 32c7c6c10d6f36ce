namespace ModelOps.Onnx;

/// <summary>Rules of <see cref="OnnxModelValidator"/>, and those after <see cref="Reference"/> of <see cref="OnnxShapeInference"/>. Source: ONNX IR and operator specifications.</summary>
public enum OnnxRule
{
    /// <summary>What must have a name has one.</summary>
    Named,

    /// <summary>A value has one definition, visible to nodes after it; an attribute occurs once in a node, a function once in a model.</summary>
    Unique,

    /// <summary>A node reads, and a graph returns, only values that exist.</summary>
    Defined,

    /// <summary>A node comes after the nodes whose outputs it reads; so there is no cycle.</summary>
    Sorted,

    /// <summary>The operator set of every domain that is used is imported, once.</summary>
    Imported,

    /// <summary>Dimensions are possible, and a tensor has as many elements as its shape says.</summary>
    Shape,

    /// <summary>An attribute refers to a parameter only inside a function that has it.</summary>
    Reference,

    /// <summary>Inputs of a node that must be of one element type are.</summary>
    ElementType,

    /// <summary>Inputs of a node have as many dimensions as the operator takes.</summary>
    Rank,

    /// <summary>Sizes of the inputs of a node go together.</summary>
    Size,

    /// <summary>Attributes of a node that decide about shapes are possible.</summary>
    Attribute,

    /// <summary>A value has the type and shape that the file declares for it.</summary>
    Declaration,
}
