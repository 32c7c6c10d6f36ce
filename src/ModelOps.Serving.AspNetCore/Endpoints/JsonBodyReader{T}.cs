namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>Reads what a small body in JSON says.</summary>
/// <typeparam name="T">What it says.</typeparam>
/// <param name="json">The body; empty when there is none.</param>
internal delegate T JsonBodyReader<out T>(ReadOnlySpan<byte> json);
