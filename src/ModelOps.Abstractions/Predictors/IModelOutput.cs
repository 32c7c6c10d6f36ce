using System.ComponentModel;

namespace ModelOps;

/// <summary>A type that can be read from a model's outputs. The source generator implements it for <see cref="ModelOutputAttribute"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IModelOutput<TSelf>
    where TSelf : IModelOutput<TSelf>
{
    /// <summary>The tensors it is read from.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract IReadOnlyList<TensorBinding> OutputTensors { get; }

    /// <summary>Reads rows.</summary>
    /// <param name="reader">Finds the tensors, which are numbered as in <see cref="OutputTensors"/>.</param>
    /// <param name="rows">Receives every row of the answer.</param>
    /// <exception cref="ModelSignatureMismatchException">The answer does not have these tensors.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Read(TensorRowReader reader, Span<TSelf> rows);
}
