using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Writes the small answers; tensors have a writer of their own.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(HttpResponse response, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        response.ContentType = WireFormat.JsonContentType;
        using (Utf8JsonWriter writer = new(response.BodyWriter)) { write(writer); }
        await response.BodyWriter.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
