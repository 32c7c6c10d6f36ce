using ModelOps.OpenInference.Diagnostics;

namespace ModelOps.OpenInference.Client;

/// <summary>Sends a call to a second server when the first is slow; the first answer counts. Both have ended when it returns, since they read the
/// caller's request.</summary>
internal static class HedgedInference
{
    public static async ValueTask RunAsync(
        RemoteInference call, InferenceResponse response, TimeSpan delay, ClientMetrics metrics, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = call.RunAsync(response, stop.Token).AsTask();
        Task wait = Task.Delay(delay, timeProvider, stop.Token);
        if (await Task.WhenAny(first, wait).ConfigureAwait(false) == first || wait.IsCanceled)
        {
            await EndAsync(stop, first, wait).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            return;
        }

        metrics.Hedged(call.Model);
        using InferenceResponse spare = new();
        Task second = call.RunAsync(spare, stop.Token).AsTask();
        Task winner = await Task.WhenAny(first, second).ConfigureAwait(false);
        if (!winner.IsCompletedSuccessfully)
        {
            winner = winner == first ? second : first; // the other may still answer
            await winner.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await EndAsync(stop, first, second).ConfigureAwait(false);
        if (winner == second && second.IsCompletedSuccessfully) { Copy(spare, response); }
        else { await first.ConfigureAwait(false); }
    }

    private static async Task EndAsync(CancellationTokenSource stop, Task one, Task other)
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await other.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void Copy(InferenceResponse from, InferenceResponse to)
    {
        to.Reset();
        to.ModelName = from.ModelName;
        to.ModelVersion = from.ModelVersion;
        to.Id = from.Id;
        to.IsCached = from.IsCached;
        for (int i = 0; i < from.Parameters.Count; i++) { to.Parameters.Set(from.Parameters[i].Key, from.Parameters[i].Value); }
        for (int i = 0; i < from.Outputs.Count; i++)
        {
            InferenceTensor tensor = from.Outputs[i];
            to.Outputs.Add(tensor.Name, tensor.DataType, tensor.Shape).TrySetBytes(tensor.Bytes);
        }
    }
}
