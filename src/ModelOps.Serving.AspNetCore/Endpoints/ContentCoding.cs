namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>How a body is compressed.</summary>
internal enum ContentCoding
{
    Identity,
    Gzip,
    Deflate,
}
