namespace ModelOps.Onnx;

/// <summary>Type of an attribute. Source: ONNX, <c>AttributeProto.AttributeType</c>; the numbers are those of the file format.</summary>
public enum OnnxAttributeType
{
    /// <summary>None; no attribute has it.</summary>
    Undefined = 0,

    /// <summary>A <see cref="float"/>.</summary>
    Float = 1,

    /// <summary>A <see cref="long"/>.</summary>
    Int = 2,

    /// <summary>A <see cref="string"/>, or a <c>ReadOnlyMemory&lt;byte&gt;</c> when it is not UTF-8.</summary>
    String = 3,

    /// <summary>An <see cref="OnnxTensor"/>.</summary>
    Tensor = 4,

    /// <summary>An <see cref="OnnxGraph"/>, e.g. a branch of <c>If</c>.</summary>
    Graph = 5,

    /// <summary>A list of <see cref="float"/>.</summary>
    Floats = 6,

    /// <summary>A list of <see cref="long"/>.</summary>
    Ints = 7,

    /// <summary>A list of <see cref="string"/>.</summary>
    Strings = 8,

    /// <summary>A list of <see cref="OnnxTensor"/>.</summary>
    Tensors = 9,

    /// <summary>A list of <see cref="OnnxGraph"/>.</summary>
    Graphs = 10,

    /// <summary>A sparse tensor, kept as an <see cref="OnnxOpaque"/>.</summary>
    SparseTensor = 11,

    /// <summary>A list of sparse tensors, kept as <see cref="OnnxOpaque"/>.</summary>
    SparseTensors = 12,

    /// <summary>A type, kept as an <see cref="OnnxOpaque"/>.</summary>
    TypeProto = 13,

    /// <summary>A list of types, kept as <see cref="OnnxOpaque"/>.</summary>
    TypeProtos = 14,
}
