using System.ComponentModel;
using System.Globalization;

namespace ModelOps;

/// <summary>Makes the tensors that generated code writes rows to.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct TensorRowWriter
{
    private readonly InferenceTensorCollection _tensors;
    private readonly BoundTensor[] _bound;
    private readonly int _rows;

    internal TensorRowWriter(InferenceTensorCollection tensors, BoundTensor[] bound, int rows)
    {
        _tensors = tensors;
        _bound = bound;
        _rows = rows;
    }

    /// <summary>Adds a tensor of numbers; every element must be written.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="binding">Number of the binding.</param>
    /// <param name="firstRow">Length of the first row's vector, which the others must share where the model does not say it.</param>
    /// <returns>The elements of all rows.</returns>
    public Span<T> Add<T>(int binding, int firstRow = 1)
        where T : unmanaged =>
        AddTensor(binding, firstRow).AsSpan<T>();

    /// <summary>Adds a tensor of strings, which are then appended.</summary>
    /// <param name="binding">Number of the binding.</param>
    /// <param name="firstRow">Length of the first row's vector, which the others must share where the model does not say it.</param>
    /// <returns>The tensor, without elements yet.</returns>
    public InferenceTensor AddStrings(int binding, int firstRow = 1) => AddTensor(binding, firstRow);

    /// <summary>Copies one row's vector.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="binding">Number of the binding.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="values">The row's vector.</param>
    /// <param name="tensor">What <see cref="Add{T}"/> returned.</param>
    /// <exception cref="InvalidInferenceRequestException">It has another length than the model takes.</exception>
    public void Copy<T>(int binding, int row, ReadOnlySpan<T> values, Span<T> tensor)
        where T : unmanaged
    {
        int length = tensor.Length / _rows;
        if (values.Length != length) { ThrowLength(binding, row, values.Length, length); }
        values.CopyTo(tensor.Slice(row * length, length));
    }

    /// <summary>Appends one row's string.</summary>
    /// <param name="binding">Number of the binding.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="value">The string.</param>
    /// <param name="tensor">What <see cref="AddStrings"/> returned.</param>
    /// <exception cref="InvalidInferenceRequestException">It is null.</exception>
    public void Append(int binding, int row, string? value, InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (value is null) { ThrowNull(binding, row); }
        tensor.AppendElement(value!);
    }

    /// <summary>Appends one row's strings.</summary>
    /// <param name="binding">Number of the binding.</param>
    /// <param name="row">Number of the row.</param>
    /// <param name="values">The strings.</param>
    /// <param name="tensor">What <see cref="AddStrings"/> returned.</param>
    /// <exception cref="InvalidInferenceRequestException">One is null, or there are more or fewer than the model takes.</exception>
    public void Append(int binding, int row, ReadOnlySpan<string> values, InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int length = (int)(tensor.ElementCount / _rows);
        if (values.Length != length) { ThrowLength(binding, row, values.Length, length); }
        foreach (string value in values) { Append(binding, row, value, tensor); }
    }

    private InferenceTensor AddTensor(int binding, int firstRow)
    {
        BoundTensor bound = _bound[binding];
        return bound.AddTo(_tensors, _rows, bound.RowLength < 0 ? firstRow : bound.RowLength);
    }

    private void ThrowLength(int binding, int row, int found, int expected) => throw Invalid(
        binding,
        row,
        string.Create(CultureInfo.InvariantCulture, $"{expected} elements"),
        string.Create(CultureInfo.InvariantCulture, $"{found}"));

    private void ThrowNull(int binding, int row) => throw Invalid(binding, row, "a string", "null");

    private InvalidInferenceRequestException Invalid(int binding, int row, string expected, string actual)
    {
        TensorBinding bound = _bound[binding].Binding;
        return new InvalidInferenceRequestException(
            string.Create(CultureInfo.InvariantCulture, $"{bound.Member} of row {row}, which is input '{bound.Name}': expected {expected}, found {actual}."))
        {
            Tensor = bound.Name,
            Expected = expected,
            Actual = actual,
        };
    }
}
