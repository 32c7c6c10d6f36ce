using System.Diagnostics;

namespace ModelOps.Serving.Auto;

/// <summary>A made-up request of a number of rows, and the answers of both sessions.</summary>
/// <param name="rows">Rows of the request.</param>
/// <param name="request">The request; disposed with this.</param>
internal sealed class TrialBatch(int rows, InferenceRequest request) : IDisposable
{
    private const int WarmCalls = 64;
    private static readonly TimeSpan s_warmTime = TimeSpan.FromMilliseconds(10);
    private readonly InferenceResponse _response = new();

    /// <summary>Rows of the request.</summary>
    public int Rows => rows;

    /// <summary>Compares the answers of two sessions.</summary>
    /// <returns>Null when they agree; else where they do not.</returns>
    public string? FindDifference(IModelSession one, IModelSession other, AutoOptions options, CancellationToken cancellationToken)
    {
        using InferenceResponse theirs = new();
        Call(one, _response, cancellationToken);
        Call(other, theirs, cancellationToken);
        return AnswerComparison.FindDifference(_response, theirs, options);
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
        for (int i = 0; i < calls; i++) { Call(session, _response, cancellationToken); }
        return Stopwatch.GetElapsedTime(start) / calls;
    }

    public void Dispose()
    {
        request.Dispose();
        _response.Dispose();
    }

    private void Call(IModelSession session, InferenceResponse response, CancellationToken cancellationToken)
    {
        response.Reset();
        session.Run(request, response, cancellationToken);
    }
}
