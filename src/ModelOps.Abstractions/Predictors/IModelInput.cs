using System.ComponentModel;

namespace ModelOps;

/// <summary>A type that can be written to a model's inputs. The source generator implements it for <see cref="ModelInputAttribute"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IModelInput<TSelf>
    where TSelf : IModelInput<TSelf>
{
    /// <summary>The tensors it is written to.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract IReadOnlyList<TensorBinding> InputTensors { get; }

    /// <summary>Writes rows.</summary>
    /// <param name="rows">At least one.</param>
    /// <param name="writer">Makes the tensors, which are numbered as in <see cref="InputTensors"/>.</param>
    /// <exception cref="InvalidInferenceRequestException">A value is missing, or a row's vector has another length than asked for.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    static abstract void Write(ReadOnlySpan<TSelf> rows, TensorRowWriter writer);
}
