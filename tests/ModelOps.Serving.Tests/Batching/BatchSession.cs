using System.Collections.Concurrent;

namespace ModelOps.Serving.Tests.Batching;

/// <summary>Answers <c>y = 2 x + 1</c> row by row, fails where a row says so, and runs only while its gate is open.</summary>
internal sealed class BatchSession : IModelSession
{
    public const float Poison = -666;
    private readonly ManualResetEventSlim _gate = new(true);
    private int _running;

    public ModelSignature Signature { get; init; } = new(
        [new TensorSpec("x", TensorDataType.Float32, [-1, -1])], [new TensorSpec("y", TensorDataType.Float32, [-1, -1])]);

    public IReadOnlyDictionary<string, string> Properties { get; } = new Dictionary<string, string>();

    /// <summary>Rows of each run, in order.</summary>
    public ConcurrentQueue<int> Runs { get; } = [];

    /// <summary>First value of each row of each run.</summary>
    public ConcurrentQueue<float[]> Rows { get; } = [];

    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs ended by their token.</summary>
    public int Cancelled;

    public int Disposals { get; private set; }

    /// <summary>Runs before the answer, with the rows.</summary>
    public Action<int>? OnRun { get; set; }

    public bool IsTerminated { get; private set; }

    public void Close() => _gate.Reset();

    public void Open() => _gate.Set();

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        InferenceTensor x = request.Inputs["x"];
        int rows = (int)x.Shape[0];
        float[] values = x.AsSpan<float>().ToArray();
        Runs.Enqueue(rows);
        Rows.Enqueue([.. Enumerable.Range(0, rows).Select(i => values[i * values.Length / rows])]);
        Interlocked.Increment(ref _running);
        try
        {
            _gate.Wait(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref Cancelled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        OnRun?.Invoke(rows);
        if (IsTerminated) { throw new OperationCanceledException("unloading"); }
        if (values.Contains(Poison)) { throw new ModelExecutionException("m", "a poisonous row."); }
        Span<float> y = response.Outputs.Add("y", TensorDataType.Float32, x.Shape).AsSpan<float>();
        for (int i = 0; i < y.Length; i++) { y[i] = (2 * values[i]) + 1; }
    }

    public void Terminate() => IsTerminated = true;

    public void Dispose() => Disposals++;
}
