namespace ModelOps.Registry.Secrets.Vault;

/// <summary>Paths in Vault: segments with slashes between them.</summary>
internal static class VaultPath
{
    public static bool IsPath(string? path) =>
        path is { Length: >= 1 and <= 512 }
        && !path.Any(static c => char.IsControl(c) || c is '\\')
        && path.Split('/').All(static segment => segment is not ("" or "." or ".."));

    /// <summary>Escapes a path of the caller; nothing in it can reach another part of Vault's API.</summary>
    /// <exception cref="ArgumentException">It is not a path.</exception>
    public static string Escape(string path, string parameter)
    {
        if (!IsPath(path))
        {
            throw new ArgumentException($"'{path}' cannot be a path in Vault. Use segments with '/' between them and no '.' or '..', such as 'ml/registry'.", parameter);
        }

        return string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
    }
}
