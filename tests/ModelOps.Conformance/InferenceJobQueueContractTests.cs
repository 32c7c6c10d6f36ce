using System.Text;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="IInferenceJobQueue"/> must do. A test class of each implementation derives from it.</summary>
public abstract partial class InferenceJobQueueContractTests
{
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    protected static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    /// <summary>An empty queue; a new one for each test.</summary>
    protected abstract IInferenceJobQueue Queue { get; }

    /// <summary>Lets time pass for the queue: on a false clock, or by waiting.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static InferenceJobSubmission Submission(string payload = "payload", string? key = null, string? tenant = null) => new()
    {
        Model = ModelReference.Parse("demand@champion"),
        Payload = Encoding.UTF8.GetBytes(payload),
        IdempotencyKey = key,
        Tenant = tenant,
        MaxAttempts = 2,
        Properties = new Dictionary<string, string> { ["form"] = "binary" },
    };

    protected async Task<InferenceJob> SubmitAsync(string payload = "payload", string? key = null, string? tenant = null) =>
        await Queue.SubmitAsync(Submission(payload, key, tenant), Cancellation);

    protected async Task<InferenceJobLease> ClaimAsync(TimeSpan? lease = null, string worker = "worker-1")
    {
        InferenceJobLease? claimed = await Queue.ClaimAsync(worker, lease ?? Long, Cancellation);
        Assert.NotNull(claimed);
        return claimed;
    }

    protected async Task<InferenceJob> FindAsync(string id)
    {
        InferenceJob? job = await Queue.FindAsync(id, Cancellation);
        Assert.NotNull(job);
        return job;
    }

    protected static InferenceJobOutcome Done(string result = "result") => InferenceJobOutcome.Succeeded(Encoding.UTF8.GetBytes(result));

    protected static InferenceJobOutcome Retry(TimeSpan delay) => InferenceJobOutcome.Retry(new InferenceJobError("MODEL_NOT_READY", "It loads."), delay);

    protected async Task<string?> ResultAsync(string id) =>
        await Queue.ReadResultAsync(id, Cancellation) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
