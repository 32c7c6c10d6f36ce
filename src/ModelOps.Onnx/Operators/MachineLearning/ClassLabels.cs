using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The names of a classifier's classes: numbers or texts. Immutable.</summary>
internal sealed class ClassLabels
{
    private readonly long[] _numbers;
    private readonly string[] _texts;

    /// <summary>Takes names, of which one kind is given.</summary>
    public ClassLabels(IReadOnlyList<long> numbers, IReadOnlyList<string> texts)
    {
        _numbers = [.. numbers];
        _texts = [.. texts];
    }

    /// <summary>Number of names.</summary>
    public int Count => Type == OnnxElementType.String ? _texts.Length : _numbers.Length;

    /// <summary>Type of the tensor of labels.</summary>
    public OnnxElementType Type => _texts.Length > 0 ? OnnxElementType.String : OnnxElementType.Int64;

    /// <summary>Reads the attributes of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="numbers">Name of the attribute of numbers.</param>
    /// <param name="texts">Name of the attribute of texts.</param>
    public static ClassLabels Of(NodeContext node, string numbers, string texts) => new(node.Attributes.Ints(numbers), node.Attributes.Strings(texts));

    /// <summary>Writes the name of a row's class.</summary>
    public void Write(Value to, int row, int index)
    {
        if (to.Type == OnnxElementType.String) { to.Texts[row] = _texts[index]; }
        else { to.Elements<long>()[row] = _numbers[index]; }
    }
}
