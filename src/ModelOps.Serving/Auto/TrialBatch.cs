using System.Diagnostics;

namespace ModelOps.Serving.Auto;

/// <summary>Made-up requests of a number of rows, which calls take in turn: on one alone a processor would learn every branch.</summary>
/// <param name="rows">Rows of a request.</param>
/// <param name="requests">The requests, at least one; disposed with this.</param>
internal sealed class TrialBatch(int rows, IReadOnlyList<InferenceRequest> requests) : IDisposable
{
    private const int WarmCalls = 64;
    private static readonly TimeSpan s_warmTime = TimeSpan.FromMilliseconds(10);
    private readonly InferenceResponse _response = new();
    private int _next;

    /// <summary>Rows of a request.</summary>
    public int Rows => rows;

    /// <summary>Compares the answers of two sessions.</summary>
    /// <returns>Null when they agree; else where they do not.</returns>
    public string? FindDifference(IModelSession one, IModelSession other, AutoOptions options, CancellationToken cancellationToken)
    {
        using InferenceResponse theirs = new();
        foreach (InferenceRequest request in requests)
        {
            Call(one, request, _response, cancellationToken);
            Call(other, request, theirs, cancellationToken);
            if (AnswerComparison.FindDifference(_response, theirs, options) is { } difference) { return difference; }
        }

        return null;
    }

    /// <summary>Runs some calls.</summary>
    /// <returns>Time of the fastest.</returns>
    public TimeSpan Warm(IModelSession session, CancellationToken cancellationToken)
    {
        TimeSpan fastest = TimeSpan.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmCalls && (i == 0 || Stopwatch.GetElapsedTime(start) < s_warmTime); i++)
        {
            TimeSpan time = Time(session, 1, cancellationToken);
            if (time < fastest) { fastest = time; }
        }

        return fastest;
    }

    /// <summary>Time of one call, over several.</summary>
    public TimeSpan Time(IModelSession session, int calls, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            Call(session, requests[_next], _response, cancellationToken);
            _next = (_next + 1) % requests.Count;
        }

        return Stopwatch.GetElapsedTime(start) / calls;
    }

    public void Dispose()
    {
        foreach (InferenceRequest request in requests) { request.Dispose(); }
        _response.Dispose();
    }

    private static void Call(IModelSession session, InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        response.Reset();
        session.Run(request, response, cancellationToken);
    }
}
