namespace ModelOps.Registry.Secrets.Vault;

internal static class VaultHeaders
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(VaultOptions options, string? token)
    {
        // Vault's guard against requests that a proxied browser was tricked into; agents may insist on it.
        List<KeyValuePair<string, string>> headers = [new("X-Vault-Request", "true")];
        if (options.Namespace is { Length: > 0 } name) { headers.Add(new("X-Vault-Namespace", name)); }
        if (token is not null) { headers.Add(new("X-Vault-Token", token)); }
        return headers;
    }
}
