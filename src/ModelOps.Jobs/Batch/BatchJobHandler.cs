using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Jobs;

/// <summary>Scores a file as a job. A worker that takes over from another goes on behind its last part, when both see the same files.</summary>
internal sealed class BatchJobHandler(IServiceProvider services, TimeProvider time) : IInferenceJobHandler
{
    public string Kind => BatchJobs.Kind;

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(InferenceJobLease lease, IProgress<InferenceJobProgress> progress, CancellationToken cancellationToken)
    {
        BatchScoringOptions options = JsonSerializer.Deserialize(lease.Payload.Span, JobsJson.Default.BatchJob)!.ToOptions(lease.Job.Model);
        BatchScorer scorer = new(services.GetRequiredService<IInferenceClient>(), time);
        BatchScoringReport report = await scorer.ScoreAsync(options, new Forward(progress), cancellationToken).ConfigureAwait(false);
        return JsonSerializer.SerializeToUtf8Bytes(report, JobsJson.Default.BatchScoringReport);
    }

    /// <summary>At once and in order, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Forward(IProgress<InferenceJobProgress> target) : IProgress<BatchScoringProgress>
    {
        public void Report(BatchScoringProgress value) => target.Report(new InferenceJobProgress(value.Rows, value.TotalRows));
    }
}
