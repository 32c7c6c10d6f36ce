using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.Batching;
using ModelOps.Serving.Diagnostics;
using ModelOps.Serving.OnnxRuntime;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Batching;

/// <summary>A generation over a session whose runs are gated, with a batcher, and calls of it.</summary>
internal sealed class BatchRig : IDisposable
{
    public BatchRig(BatchingSettings? settings = null, RunCost? cost = null, BatchSession? session = null, BatchingMetrics? metrics = null, ILogger? logger = null)
    {
        Session = session ?? new BatchSession();
        ModelPackage package = new() { Model = "m", Version = "1.0.0", Format = "fake", Directory = ".", Files = [] };
        Generation = new ModelGeneration(package, new OnnxRuntimeModelRuntime(Options.Create(new OnnxRuntimeOptions())), Session, Time);
        BatchPlan plan = new(settings ?? new BatchingSettings { Lanes = 1 }, true, "test", new BatchEvidence(BatchInvariance.BitEqual, string.Empty, cost ?? new RunCost()));
        Batcher = new Batcher(Generation, plan, metrics ?? new BatchingMetrics(), Time, logger ?? NullLogger.Instance, static () => false);
        Generation.Batch(plan, Batcher);
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public BatchSession Session { get; }

    public ModelGeneration Generation { get; }

    public Batcher Batcher { get; }

    /// <summary>A cost that is known: so much a row and so much besides.</summary>
    public static RunCost CostOf(TimeSpan perRow, TimeSpan besides)
    {
        RunCost cost = new();
        for (int i = 0; i < 20; i++)
        {
            int rows = 1 + (i % 4 * 5);
            cost.Observe(rows, (perRow.Ticks * rows) + besides.Ticks);
        }

        return cost;
    }

    public static InferenceRequest Request(float first, int rows = 1, int columns = 1, string? tenant = null, int priority = 0)
    {
        InferenceRequest request = new(ModelReference.Parse("m"));
        Span<float> x = request.Inputs.Add("x", TensorDataType.Float32, [rows, columns]).AsSpan<float>();
        for (int i = 0; i < x.Length; i++) { x[i] = first + (i / columns); }
        request.Context.Tenant = tenant;
        request.Context.Priority = priority;
        return request;
    }

    /// <summary>Calls, and returns the first value of the answer once its rows were found to be the call's own.</summary>
    public Task<float> CallAsync(float first, int rows = 1, int columns = 1, string? tenant = null, int priority = 0, DateTimeOffset? deadline = null, CancellationToken token = default) =>
        CallAsync(Request(first, rows, columns, tenant, priority), deadline, token);

    public async Task<float> CallAsync(InferenceRequest request, DateTimeOffset? deadline = null, CancellationToken token = default)
    {
        using InferenceResponse response = new();
        using InferenceRequest owned = request;
        request.Context.Deadline = deadline;
        Assert.True(Generation.TryLease());
        ValueTask call;
        try
        {
            call = Generation.RunAsync(request, response, token);
        }
        finally
        {
            Generation.Release();
        }

        await call;
        float[] x = request.Inputs["x"].AsSpan<float>().ToArray();
        Assert.Equal(request.Inputs["x"].Shape.ToArray(), response.Outputs["y"].Shape.ToArray());
        Assert.Equal(Array.ConvertAll(x, static v => (2 * v) + 1), response.Outputs["y"].AsSpan<float>().ToArray());
        return response.Outputs["y"].AsSpan<float>()[0];
    }

    /// <summary>Closes the gate and has a call run into it, so that further ones wait.</summary>
    public async Task<Task<float>> BlockAsync(float first = 0)
    {
        Session.Close();
        Task<float> blocked = Task.Run(() => CallAsync(first));
        await Eventually.TrueAsync(() => Session.Running == 1, "the first call runs");
        return blocked;
    }

    /// <summary>Whether all that was taken is back: calls, and the leases of runs.</summary>
    public Task SettledAsync() => Eventually.TrueAsync(() => Batcher.CallsOut == 0 && Generation.IsIdle && Batcher.QueuedRows == 0, "every pooled call is back");

    public void Dispose()
    {
        Session.Open();
        Batcher.Dispose();
    }
}
