using System.Collections;

namespace ModelOps;

/// <summary>Tensors of a request or a response, in order. Owns them.</summary>
/// <remarks><see cref="Clear"/> keeps the tensor objects and their memory for the next <see cref="Add(string, TensorDataType, ReadOnlySpan{long})"/>,
/// so a request or response that is reused for calls of the same size allocates nothing. Not thread-safe.</remarks>
public sealed class InferenceTensorCollection : IReadOnlyList<InferenceTensor>, IDisposable
{
    private readonly List<InferenceTensor> _tensors = [];

    internal InferenceTensorCollection()
    {
    }

    /// <summary>Number of tensors in use.</summary>
    public int Count { get; private set; }

    /// <summary>The tensor at a position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public InferenceTensor this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _tensors[index];
        }
    }

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <exception cref="KeyNotFoundException">There is no such tensor; the message lists those there are.</exception>
    public InferenceTensor this[string name] => Find(name)
        ?? throw new KeyNotFoundException($"There is no tensor '{name}' (there are: {string.Join(", ", this.Select(static t => t.Name))}).");

    /// <summary>Adds a tensor, reusing memory kept by <see cref="Clear"/>; its content is undefined until it is written.</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <param name="dataType">Element type.</param>
    /// <param name="shape">Dimensions, each at least 0; empty is a scalar.</param>
    /// <returns>The tensor, owned by this collection.</returns>
    /// <exception cref="ArgumentException">A dimension is negative, or the tensor would be larger than an array may be.</exception>
    public InferenceTensor Add(string name, TensorDataType dataType, ReadOnlySpan<long> shape)
    {
        if (Count == _tensors.Count)
        {
            _tensors.Add(new InferenceTensor(name, dataType, shape));
        }
        else
        {
            _tensors[Count].ResetUncleared(name, dataType, shape);
        }

        return _tensors[Count++];
    }

    /// <summary>Adds a view of a tensor: it shares that one's memory, which must stay as it is while this collection is in use.</summary>
    /// <param name="source">The tensor to share; its owner stays who it was.</param>
    /// <param name="name">Name of the model's input or output.</param>
    /// <returns>The view, to be read only.</returns>
    public InferenceTensor AddView(InferenceTensor source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        InferenceTensor view = Add(name, source.DataType, [0]);
        view.BorrowFrom(source, name);
        return view;
    }

    /// <summary>Adds a tensor made elsewhere and takes ownership of it. One that <see cref="Clear"/> took out may be added again.</summary>
    /// <param name="tensor">The tensor; this collection disposes it.</param>
    /// <exception cref="ArgumentException">The tensor is in the collection already.</exception>
    public void Add(InferenceTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int held = _tensors.IndexOf(tensor);
        if (held >= 0 && held < Count)
        {
            throw new ArgumentException($"Tensor '{tensor.Name}' is in the collection already. Add each tensor once.", nameof(tensor));
        }

        if (held >= 0) { (_tensors[held], _tensors[Count]) = (_tensors[Count], tensor); }
        else if (Count < _tensors.Count) { _tensors[Count].Dispose(); _tensors[Count] = tensor; }
        else { _tensors.Add(tensor); }
        Count++;
    }

    /// <summary>Finds a tensor by name.</summary>
    /// <param name="name">Name of the model's input or output.</param>
    /// <returns>The first tensor of that name, or null.</returns>
    public InferenceTensor? Find(string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (string.Equals(_tensors[i].Name, name, StringComparison.Ordinal)) { return _tensors[i]; }
        }

        return null;
    }

    /// <summary>Empties the collection, keeping memory for the next use.</summary>
    public void Clear() => Count = 0;

    /// <summary>Gives all memory back, kept memory included.</summary>
    public void Dispose()
    {
        foreach (InferenceTensor tensor in _tensors) { tensor.Dispose(); }
        _tensors.Clear();
        Count = 0;
    }

    /// <summary>Walks the tensors in use.</summary>
    /// <returns>An enumerator; it allocates, so hot paths use the indexer.</returns>
    public IEnumerator<InferenceTensor> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) { yield return _tensors[i]; }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
