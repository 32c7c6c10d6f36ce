using ModelOps.OpenInference.Client.Endpoints;

namespace ModelOps.OpenInference.Client;

/// <summary>One inference, whichever servers it takes.</summary>
internal sealed class RemoteInference(RemoteCalls calls, InferenceRequest request, DateTimeOffset deadline, bool mayRunTwice)
{
    private readonly Attempts _attempts = new();

    public string Model => request.Model.Name;

    public async ValueTask RunAsync(InferenceResponse response, CancellationToken cancellationToken) => await calls.RunAsync(
        (Request: request, Response: response, Deadline: deadline),
        static async (transport, call, token) =>
        {
            await transport.InferAsync(call.Request, call.Response, call.Deadline, token).ConfigureAwait(false);
            return true;
        },
        _attempts,
        mayRunTwice,
        cancellationToken).ConfigureAwait(false);
}
