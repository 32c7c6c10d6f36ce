namespace ModelOps;

/// <summary>Loads models of some formats.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IModelRuntime
{
    /// <summary>Short name, e.g. <c>onnxruntime</c>.</summary>
    string Name { get; }

    /// <summary>Platform of the models it runs as the Open Inference Protocol writes it, e.g. <c>onnx_onnxv1</c>.</summary>
    string Platform { get; }

    /// <summary>Says whether it takes a package.</summary>
    /// <param name="package">The package.</param>
    /// <returns>Whether <see cref="LoadAsync"/> may be tried.</returns>
    bool CanLoad(ModelPackage package);

    /// <summary>Loads a model. It may take long and use much memory; it does not occupy the caller's thread for long.</summary>
    /// <param name="package">The package.</param>
    /// <param name="cancellationToken">Ends loading early.</param>
    /// <returns>A session that the caller owns.</returns>
    /// <exception cref="ModelLoadException">The files cannot be loaded; the message says why and what mends it.</exception>
    ValueTask<IModelSession> LoadAsync(ModelPackage package, CancellationToken cancellationToken = default);
}
