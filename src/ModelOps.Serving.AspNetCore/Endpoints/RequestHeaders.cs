using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>What the headers of a request say about its body.</summary>
internal static class RequestHeaders
{
    /// <summary>Refuses bodies of another type. A body without a content type is taken: peers' clients send such.</summary>
    public static void EnsureReadable(HttpRequest request)
    {
        string? type = request.ContentType;
        if (string.IsNullOrEmpty(type) || type is WireFormat.JsonContentType or WireFormat.BinaryContentType || IsKnown(type)) { return; }
        throw new RequestRefusedException(
            StatusCodes.Status415UnsupportedMediaType,
            EndpointErrorCodes.UnsupportedMediaType,
            $"The body must be {WireFormat.JsonContentType} in UTF-8, or {WireFormat.BinaryContentType} with the header {WireFormat.JsonLengthHeader}. Send one of them.");
    }

    /// <summary>Length of the JSON; null when the whole body is JSON.</summary>
    public static int? ReadJsonLength(HttpRequest request, int bodyLength)
    {
        if (!request.Headers.TryGetValue(WireFormat.JsonLengthHeader, out StringValues values)) { return null; }
        return values.Count == 1
            && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out int length) && length <= bodyLength
            ? length
            : throw new InvalidInferenceRequestException(
                $"The header {WireFormat.JsonLengthHeader} must be the number of bytes of JSON that begin the body, 0 to {bodyLength} here. Correct it, or leave it out for plain JSON.");
    }

    private static bool IsKnown(string type) =>
        MediaTypeHeaderValue.TryParse(type, out MediaTypeHeaderValue? value)
        && (value.MediaType.Equals(WireFormat.JsonContentType, StringComparison.OrdinalIgnoreCase)
            || value.MediaType.Equals(WireFormat.BinaryContentType, StringComparison.OrdinalIgnoreCase))
        && (!value.Charset.HasValue || HeaderUtilities.RemoveQuotes(value.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
