using System.Net;
using System.Net.Http.Headers;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>Sends files to the server: whole, or large ones in parts where the server takes them.</summary>
internal sealed class ArtifactUpload(MlflowApi api, MlflowOptions options)
{
    private static readonly MediaTypeHeaderValue Text = new("text/plain");
    private static readonly MediaTypeHeaderValue Binary = new("application/octet-stream");
    private readonly MultipartUpload _multipart = new(api, options);

    public async Task RunAsync(string path, string file, CancellationToken cancellationToken)
    {
        long size = new FileInfo(file).Length;
        if (size >= options.MultipartBytes)
        {
            if (await _multipart.TryRunAsync(path, file, size, cancellationToken).ConfigureAwait(false)) { return; }
            api.Logger.MlflowMultipartNotTaken(path);
        }

        Uri address = api.Http.AddressOf($"{MlflowArtifacts.Prefix}artifacts/{MlflowArtifacts.Escape(path)}");
        await api.Retry.RunAsync(mayRunTwice: true, token => PutAsync(api, options, address, TypeOf(path), [], file, 0, size, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a range of a file, and returns the entity tag of the answer, as it came.</summary>
    public static async Task<string> PutAsync(
        MlflowApi api,
        MlflowOptions options,
        Uri address,
        MediaTypeHeaderValue? type,
        IEnumerable<KeyValuePair<string, string>> headers,
        string file,
        long offset,
        long length,
        CancellationToken cancellationToken)
    {
        using Deadline deadline = api.Http.Begin(options.StallTimeout, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Put, address) { Content = new FileRangeContent(file, offset, length, deadline) };
        request.Content.Headers.ContentType = type;
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) { request.Content.Headers.TryAddWithoutValidation(name, value); }
        }

        using HttpResponseMessage answer = await api.Http.SendAsync(request, deadline).ConfigureAwait(false);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NoContent))
        {
            throw await api.Http.GuardAsync(() => MlflowRefusal.ReadAsync(api.Http.Server, answer, api.Http.Now, deadline.Token), deadline).ConfigureAwait(false);
        }

        return answer.Headers.TryGetValues("ETag", out IEnumerable<string>? tags) ? tags.First() : "";
    }

    /// <summary>What MLflow's own client says a file is.</summary>
    public static MediaTypeHeaderValue TypeOf(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" or ".txt" or ".json" or ".md" or ".csv" || Path.GetFileName(path) == MlflowModel.FileName ? Text : Binary;
}
