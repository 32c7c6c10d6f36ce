namespace ModelOps.Jobs;

/// <summary>Does the work of one kind of job. Register one with <c>services.AddSingleton&lt;IInferenceJobHandler, ...&gt;()</c>.</summary>
/// <remarks>Implementations are thread-safe. A job may be handed out again when its worker was lost, so what a handler changes outside must bear repetition.</remarks>
public interface IInferenceJobHandler
{
    /// <summary>The kind, as <see cref="InferenceJob.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>Does the work of one attempt.</summary>
    /// <param name="lease">The job.</param>
    /// <param name="progress">Where to say how far the work is; null values are left as they were.</param>
    /// <param name="cancellationToken">Set when the job was cancelled, took too long, or its lease was lost.</param>
    /// <returns>The result.</returns>
    ValueTask<ReadOnlyMemory<byte>> RunAsync(InferenceJobLease lease, IProgress<InferenceJobProgress> progress, CancellationToken cancellationToken);
}
