namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>A file in the server's artifact store.</summary>
/// <param name="Path">Path below the folder that was listed, with forward slashes.</param>
/// <param name="Size">Bytes; null when the server does not say.</param>
internal sealed record RemoteFile(string Path, long? Size);
