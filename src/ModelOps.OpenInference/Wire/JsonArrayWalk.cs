using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ModelOps.OpenInference.Wire;

/// <summary>Walks the elements of a JSON array that is flat, or nested exactly as a shape is.</summary>
internal struct JsonArrayWalk
{
    private readonly InferenceTensor _tensor;
    private readonly string _model;
    private Sizes _shape;
    private Sizes _seen;
    private readonly int _levels;
    private int _level;
    private bool _peeked;

    /// <summary>Starts at the opening bracket the reader stands on. The first thing inside tells flat from nested.</summary>
    public JsonArrayWalk(ref Utf8JsonReader reader, InferenceTensor tensor, string model)
    {
        _tensor = tensor;
        _model = model;
        reader.Read();
        _peeked = true;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            _levels = tensor.Shape.Length;
            tensor.Shape.CopyTo(_shape);
        }
        else
        {
            _levels = 1;
            _shape[0] = tensor.ElementCount;
        }
    }

    /// <summary>Position of the element, row-major.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Moves the reader to the next element; false at the end of the array, when all were there.</summary>
    public bool MoveNext(ref Utf8JsonReader reader)
    {
        while (true)
        {
            if (!_peeked) { reader.Read(); }
            _peeked = false;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    Count();
                    if (++_level >= _levels) { throw NotTheShape(); }
                    _seen[_level] = 0;
                    break;
                case JsonTokenType.EndArray:
                    if (_seen[_level] != _shape[_level]) { throw NotTheShape(); }
                    if (--_level < 0) { return false; }
                    break;
                default:
                    if (_level != _levels - 1) { throw NotTheShape(); }
                    Count();
                    Index++;
                    return true;
            }
        }
    }

    /// <summary>The error for an element that is not of the datatype.</summary>
    public readonly InvalidInferenceRequestException NotAnElement() => InvalidInferenceRequestException.ForInput(
        _model, _tensor.Name, Expected(_tensor.DataType), $"something else at element {Index}");

    private void Count()
    {
        if (++_seen[_level] > _shape[_level]) { throw NotTheShape(); }
    }

    private readonly InvalidInferenceRequestException NotTheShape() => InvalidInferenceRequestException.ForInput(
        _model,
        _tensor.Name,
        $"{_tensor.ElementCount} elements in one flat array, or nested as shape {InferenceTensor.FormatShape(_tensor.Shape)} is",
        "another number of elements or another nesting");

    private static string Expected(TensorDataType dataType) => dataType switch
    {
        TensorDataType.Bool => "true or false for BOOL",
        TensorDataType.Bytes => "strings for BYTES",
        TensorDataType.Float32 or TensorDataType.Float64 =>
            $"finite numbers in the range of {dataType.ToName()} (NaN and infinities go in binary form only)",
        _ => $"whole numbers in the range of {dataType.ToName()}",
    };

    [InlineArray(WireShape.MaxRank)]
    private struct Sizes
    {
        private long _first;
    }
}
