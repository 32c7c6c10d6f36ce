using System.Net.Http.Headers;

namespace ModelOps.Serving;

/// <summary>A file as it was downloaded.</summary>
/// <param name="Path">Where it lies; it never changes.</param>
/// <param name="Digest">Of its bytes.</param>
/// <param name="ETag">Mark of the server's; null when it gave none.</param>
/// <param name="LastModified">Time of the server's; null when it gave none.</param>
internal sealed record DownloadedModel(string Path, string Digest, EntityTagHeaderValue? ETag, DateTimeOffset? LastModified);
