using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace ModelOps;

/// <summary>Finds the tensors that generated code reads rows from.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TensorRowReader
{
    private readonly InferenceResponse _response;
    private readonly BoundTensor[] _bound;
    private readonly int _rows;

    internal TensorRowReader(InferenceResponse response, BoundTensor[] bound, int rows)
    {
        _response = response;
        _bound = bound;
        _rows = rows;
    }

    /// <summary>Finds a tensor of numbers.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="binding">Number of the binding.</param>
    /// <returns>The elements of all rows.</returns>
    /// <exception cref="ModelSignatureMismatchException">The answer has no such tensor of this type and size.</exception>
    public ReadOnlySpan<T> Read<T>(int binding)
        where T : unmanaged =>
        Find(binding).AsSpan<T>();

    /// <summary>Finds a tensor of strings.</summary>
    /// <param name="binding">Number of the binding.</param>
    /// <returns>Walks the strings of all rows.</returns>
    /// <exception cref="ModelSignatureMismatchException">The answer has no such tensor of this type and size.</exception>
    public BytesElementEnumerator ReadStrings(int binding) => Find(binding).EnumerateElements();

    /// <summary>Length of one row's vector.</summary>
    /// <param name="binding">Number of the binding, found before.</param>
    /// <returns>Elements of each row.</returns>
    public int RowLength(int binding) => (int)(_response.Outputs[_bound[binding].Binding.Name].ElementCount / _rows);

    /// <summary>Reads the next string.</summary>
    /// <param name="strings">What <see cref="ReadStrings"/> returned; moved on.</param>
    /// <returns>The string.</returns>
    public static string Next(ref BytesElementEnumerator strings) => strings.MoveNext() ? Encoding.UTF8.GetString(strings.Current) : string.Empty;

    /// <summary>Reads the next strings.</summary>
    /// <param name="strings">What <see cref="ReadStrings"/> returned; moved on.</param>
    /// <param name="count">How many.</param>
    /// <returns>A new array.</returns>
    public static string[] Next(ref BytesElementEnumerator strings, int count)
    {
        string[] row = new string[count];
        for (int i = 0; i < row.Length; i++) { row[i] = Next(ref strings); }
        return row;
    }

    private InferenceTensor Find(int binding)
    {
        BoundTensor bound = _bound[binding];
        InferenceTensor? tensor = _response.Outputs.Find(bound.Binding.Name);
        bool fits = tensor is not null
            && tensor.DataType == bound.Binding.DataType
            && (bound.RowLength < 0 ? tensor.ElementCount % _rows == 0 : tensor.ElementCount == (long)_rows * bound.RowLength);
        return fits ? tensor! : throw Mismatch(bound.Binding, tensor);
    }

    private ModelSignatureMismatchException Mismatch(TensorBinding binding, InferenceTensor? found) => new(
        _response.ModelName,
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"for {_rows} rows it answered {(found is null ? $"without '{binding.Name}'" : found.ToString())}, where {binding.Member} reads {SignatureText.Of(binding)}"),
        ]);
}
